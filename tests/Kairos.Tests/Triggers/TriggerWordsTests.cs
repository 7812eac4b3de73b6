using System.Globalization;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Words;

namespace Kairos.Tests.Triggers;

public sealed class TriggerWordsTests
{
    private const int Samples = 3_000;
    private static readonly Instant s_from = new(1_790_000_000_000_000);

    [Fact]
    public void Every_trigger_is_one_sentence_on_one_line_in_both_languages()
    {
        SampleTriggers samples = new(20261122);
        for (int i = 0; i < Samples; i++)
        {
            Trigger trigger = samples.Next();
            foreach ((string language, char stop) in new[] { ("en", '.'), ("zh", '。') })
            {
                string sentence = TriggerWords.Describe(trigger, language);
                string shown = $"{TriggerText.Write(trigger)} -> {sentence}";
                sentence.Length.ShouldBeGreaterThan(1, shown);
                sentence[^1].ShouldBe(stop, shown);
                sentence.ShouldNotContain('\n');
                sentence.ShouldNotContain("  ", Case.Sensitive, shown);
                sentence.ShouldNotContain(" ,", Case.Sensitive, shown);
            }
        }
    }

    // A sentence that left something out, or got it wrong, would be that of another expression as well.
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Expressions_with_the_same_sentence_do_the_same(string language)
    {
        Random random = new(7);
        Dictionary<string, (string Cron, Instant?[] Due)> said = new(StringComparer.Ordinal);
        int met = 0;
        for (int i = 0; i < Samples; i++)
        {
            string cron = RandomCron(random);
            string sentence = TriggerWords.Describe(Trigger.Cron(cron), language);
            Instant?[] due = [.. Due(CronExpression.Parse(cron))];
            if (!said.TryAdd(sentence, (cron, due)))
            {
                met++;
                due.ShouldBe(said[sentence].Due, $"{cron} and {said[sentence].Cron}: {sentence}");
            }
        }

        met.ShouldBeGreaterThan(Samples / 20);
    }

    [Fact]
    public void A_value_drawn_from_a_seed_is_told_as_it_is()
    {
        Trigger trigger = TriggerText.Parse("cron \"H H * * *\" seed 7");
        string time = trigger.Next(s_from)!.Value.ToDateTimeOffset().ToString("HH:mm", CultureInfo.InvariantCulture);
        TriggerWords.Describe(trigger, "en").ShouldBe($"At {time} every day, UTC.");
        TriggerWords.Describe(trigger, "zh").ShouldBe($"每天 {time}（UTC）。");
    }

    [Fact]
    public void An_unknown_language_is_refused_with_those_there_are() =>
        Should.Throw<ArgumentException>(() => TriggerWords.Describe(Trigger.Cron("@daily"), "fr")).Message.ShouldContain("en (English) or zh (Chinese)");

    private static IEnumerable<Instant?> Due(CronExpression cron)
    {
        Instant? due = s_from;
        for (int i = 0; i < 40 && due is not null; i++)
        {
            // Not all of one hour: leap on a little between them.
            due = cron.Next(i % 4 == 3 ? due.Value + TimeSpan.FromHours(17 + i) : due.Value);
            yield return due;
        }
    }

    private static string RandomCron(Random random)
    {
        string[] seconds = ["", "", "", "0 ", "15 ", "* ", "*/20 ", "5,35 "];
        string[] minutes = ["0", "30", "*", "*/15", "0,15,30,45", "*/25", "58-2", "10-20", "10/20"];
        string[] hours = ["*", "8", "8-17", "8-9,12-13", "22-3", "20-6", "*/6", "*/2", "0,6,12,18", "1/3", "20-23,0-6"];
        string[] days = ["*", "?", "1", "1,15", "31", "29", "*/2", "28-3", "L", "L-0", "L-2", "LW", "15W", "31W", "L-2W"];
        string[] months = ["*", "*", "1", "2", "*/3", "JAN,APR,JUL,OCT", "6-8", "11-1", "NOV,DEC,JAN", "1-12"];
        string[] weekdays = ["*", "*", "0", "7", "MON-FRI", "1,2,3,4,5", "FRI-MON", "5L", "FRI#2", "MON#5", "0-7", "*/2"];
        return $"{Of(seconds)}{Of(minutes)} {Of(hours)} {Of(days)} {Of(months)} {Of(weekdays)}";

        // Mostly plain, so that different spellings of the same meet.
        string Of(string[] choices) => choices[random.Next(3) > 0 ? 0 : random.Next(choices.Length)];
    }
}
