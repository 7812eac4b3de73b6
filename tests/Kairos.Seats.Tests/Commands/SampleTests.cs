using System.Text.Json.Nodes;
using Kairos.Seats.Commands;

namespace Kairos.Seats.Tests.Commands;

public sealed class SampleTests
{
    public static TheoryData<string, string> Samples
    {
        get
        {
            var samples = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Samples", "seat-commands.jsonl")))
            {
                var sample = JsonNode.Parse(line)!.AsObject();
                samples.Add(sample["text"]!.GetValue<string>(), sample["expect"]!.ToJsonString());
            }

            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_is_read_as_expected(string text, string expect)
    {
        var answer = JsonNode.Parse(SeatCommandJson.Text(SeatCommandParser.Parse(text)))!.AsObject();

        foreach (var (key, expected) in JsonNode.Parse(expect)!.AsObject())
        {
            answer.ContainsKey(key).ShouldBeTrue($"{key} is absent from {answer}");
            JsonNode.DeepEquals(answer[key], expected).ShouldBeTrue($"{key} is {answer[key]} in {answer}");
        }
    }

    [Fact]
    public void All_samples_are_there() => Samples.Count.ShouldBe(18);
}
