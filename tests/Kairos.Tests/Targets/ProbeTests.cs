using System.Net;
using Kairos.Targets;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Targets;

public sealed class ProbeTests
{
    private static readonly Uri s_resource = new("http://venue.test/");
    private readonly JumpingTime _time = new();
    private readonly EngineClock _clock;
    private readonly Target _target;

    public ProbeTests()
    {
        _clock = new EngineClock(_time);
        _target = NewTarget("venue", 50);
    }

    [Theory]
    [InlineData(-2_300)]
    [InlineData(750)]
    public async Task It_learns_a_clock_from_Date_headers_to_about_the_round_trip(int offsetMs)
    {
        Venue venue = new(_time, _clock) { OffsetMicros = offsetMs * 1_000L };
        using HttpClient http = new(venue);
        OffsetInterval found = await new DateHeaderProbe(_clock, http).LearnAsync(_target, s_resource, TimeSpan.FromMilliseconds(40), 12, CancellationToken.None);

        found.Width.ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(100));
        venue.OffsetMicros.ShouldBeInRange(found.LowMicros, found.HighMicros);
        venue.Asked.Count.ShouldBeInRange(3, 12);
        _target.Clock.Offset.ShouldBe(found);
        found.Taken.ShouldBe(venue.Asked[0]);
    }

    [Fact]
    public async Task It_stops_at_the_width_that_is_wanted()
    {
        Venue venue = new(_time, _clock) { OffsetMicros = 12_345 };
        using HttpClient http = new(venue);
        await new DateHeaderProbe(_clock, http).LearnAsync(_target, s_resource, TimeSpan.FromSeconds(2), 12, CancellationToken.None);
        venue.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_asks_within_the_target_s_budget_and_what_it_takes_is_taken_from_others()
    {
        Target slow = NewTarget("slow", 0.5);
        Venue venue = new(_time, _clock);
        using HttpClient http = new(venue);
        await slow.ReserveAsync(CancellationToken.None);
        await new DateHeaderProbe(_clock, http).LearnAsync(slow, s_resource, TimeSpan.FromMilliseconds(1), 6, CancellationToken.None);

        venue.Asked.Select(a => a.Micros / 2_000_000).ShouldBeUnique();
        venue.Asked[0].ShouldBeGreaterThanOrEqualTo(Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 2, TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_clock_that_is_stepped_while_it_is_asked_is_learned_from_then_on()
    {
        Venue venue = new(_time, _clock) { StepAtQuestion = 4 };
        using HttpClient http = new(venue);
        OffsetInterval found = await new DateHeaderProbe(_clock, http).LearnAsync(_target, s_resource, TimeSpan.FromMilliseconds(40), 16, CancellationToken.None);

        venue.OffsetMicros.ShouldBe(60_000_000);
        venue.OffsetMicros.ShouldBeInRange(found.LowMicros, found.HighMicros);
        found.Taken.ShouldBeGreaterThan(venue.Asked[2]);
    }

    [Fact]
    public async Task Answers_without_a_Date_and_no_questions_are_refused_with_a_word()
    {
        using HttpClient http = new(new Venue(_time, _clock) { Silent = true });
        DateHeaderProbe probe = new(_clock, http);
        (await Should.ThrowAsync<InvalidDataException>(async () => await probe.LearnAsync(_target, s_resource, TimeSpan.Zero, 3, CancellationToken.None))).Message.ShouldContain("without a Date header");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await probe.LearnAsync(_target, s_resource, TimeSpan.Zero, 0, CancellationToken.None));
        _target.Clock.Offset.ShouldBeNull();
    }

    private Target NewTarget(string name, double perSecond) =>
        new TargetRegistry(_clock, [new TargetOptions { Name = name, RequestsPerSecond = perSecond }], slots: null).Get(name);

    /// <summary>A venue 20 ms away.</summary>
    private sealed class Venue(JumpingTime time, EngineClock clock) : HttpMessageHandler
    {
        internal long OffsetMicros { get; set; }

        internal int StepAtQuestion { get; init; } = int.MaxValue;

        internal bool Silent { get; init; }

        internal List<Instant> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(clock.Steady);
            OffsetMicros = Asked.Count == StepAtQuestion ? OffsetMicros + 60_000_000 : OffsetMicros;
            time.Advance(TimeSpan.FromMilliseconds(12));
            HttpResponseMessage response = new(HttpStatusCode.OK);
            response.Headers.Date = Silent ? null : DateTimeOffset.FromUnixTimeSeconds((clock.Steady.Micros + OffsetMicros) / 1_000_000);
            time.Advance(TimeSpan.FromMilliseconds(8));
            return Task.FromResult(response);
        }
    }
}
