using System.Text.Json;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Seats.Grabs;
using Kairos.Seats.Results;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Seats.Tests.Results;

public sealed class LastResultsTests
{
    private const string Owner = "ann";

    [Theory]
    [InlineData(OutcomeCode.Unknown, "unsettled", "check at the venue")]
    [InlineData(OutcomeCode.Failed, "broken", "did not come to its end")]
    [InlineData(OutcomeCode.Buried, "broken", "did not come to its end")]
    [InlineData(OutcomeCode.Skipped, "broken", "did not come to its end")]
    public void Grab_that_could_note_nothing_has_a_result_that_says_so(OutcomeCode outcome, string code, string says)
    {
        GrabResult result = LastResults.ResultOf(Run(outcome)).ShouldNotBeNull();

        result.Notes.Outcome.ShouldBe(code);
        ResultText.Line(result).English.ShouldStartWith("❌");
        ResultText.Line(result).English.ShouldContain(says);
    }

    [Theory]
    [InlineData(OutcomeCode.Retry)]
    [InlineData(OutcomeCode.Snoozed)]
    [InlineData(OutcomeCode.Lost)]
    [InlineData(OutcomeCode.Cancelled)]
    public void Grab_that_goes_on_or_was_taken_back_has_none(OutcomeCode outcome) => LastResults.ResultOf(Run(outcome)).ShouldBeNull();

    [Fact]
    public async Task Where_the_store_is_shared_each_question_sees_what_other_nodes_ran()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Handle<JsonElement>(
            GrabPayload.Kind, JsonElementType.Default.JsonElement, static (payload, _, _) => ValueTask.FromResult<Outcome>(new Outcome.Failed(payload.GetString()!))));

        // Without a word from the event stream: as if the runs were another node's.
        LastResults results = new(host.Jobs, new EventStream(), isShared: true);
        results.Listen();

        (await results.FindAsync(Owner, CancellationToken.None)).ShouldBeNull();
        foreach (string reason in (string[])["first", "second"])
        {
            // Of two runs that end at one instant neither is the later.
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await host.Jobs.SubmitAsync(JobRequest.Of(GrabPayload.Kind, Owner, JsonSerializer.SerializeToElement(reason, JsonElementType.Default.String), JsonElementType.Default.JsonElement));
            await host.UntilAsync<RunCommitted>(committed => committed.Run.Reason == reason);
            (await results.FindAsync(Owner, CancellationToken.None)).ShouldNotBeNull().Run.Reason.ShouldBe(reason);
        }
    }

    private static RunView Run(OutcomeCode outcome) => new()
    {
        Job = JobId.New(Owner, DateTimeOffset.UnixEpoch),
        Due = new Instant(0),
        Attempt = 1,
        Fence = 1,
        At = new Instant(0),
        Ended = new Instant(1),
        Outcome = outcome,
        Owner = Owner,
        Kind = GrabPayload.Kind,
    };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class JsonElementType : System.Text.Json.Serialization.JsonSerializerContext;
