using System.Text;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;
using Kairos.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules.Tests.Ticks;

/// <summary>The jobs of slices, as mappings and servers come and go.</summary>
public sealed class JobTests : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_mapping_has_no_jobs_before_it_is_applied()
    {
        await using KairosTestHost host = await _rig.StartAsync();

        (await JobsAsync(host)).ShouldBeEmpty();
        await StateRig.DeskOf(host).ApplyAsync(StateRig.Name, CancellationToken.None);
        (await JobsAsync(host)).ShouldBe(["units/0"]);
    }

    [Fact]
    public async Task An_installation_that_did_not_take_is_refused_and_enables_nothing()
    {
        _rig.Installer.Fails = true;
        await using KairosTestHost host = await _rig.StartAsync();

        StateAnswer<InstallView> answer = await StateRig.DeskOf(host).ApplyAsync(StateRig.Name, CancellationToken.None);

        answer.Refusal!.Code.ShouldBe(StateRefusalCode.NotInstalled);
        answer.Refusal.Message.ShouldContain("Add the column next_change");
        (await JobsAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_starts_again_leaves_the_jobs_as_they_are()
    {
        await using (KairosTestHost first = await _rig.AppliedAsync())
        {
        }

        await using KairosTestHost host = await _rig.StartAsync();

        (await host.Jobs.ListAsync(new() { Kind = TickPayload.Kind })).ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(2)]
    public async Task Another_number_of_slices_replaces_the_jobs_and_ends_those_that_are_no_more(int slices)
    {
        _rig.AddDue(100);
        _rig.Mapping = _rig.Mapping with { Slices = 4 };
        await using (KairosTestHost first = await _rig.AppliedAsync())
        {
        }

        _rig.Mapping = _rig.Mapping with { Slices = slices };
        await using KairosTestHost host = await _rig.StartAsync();

        (await JobsAsync(host)).Order().ShouldBe(Enumerable.Range(0, slices).Select(slice => $"units/{slice}"));
        await host.DrainAsync(StateRig.Hour(0.75));
        _rig.Table.Rows.ShouldAllBe(row => row.NextChange == StateRig.At(10).Micros);
    }

    [Fact]
    public async Task Another_period_replaces_the_jobs()
    {
        await using (KairosTestHost first = await _rig.AppliedAsync())
        {
        }

        _rig.Mapping = _rig.Mapping with { Every = TimeSpan.FromMinutes(10) };
        await using KairosTestHost host = await _rig.StartAsync();

        (await host.DrainAsync(StateRig.Hour(0.6))).Select(run => run.Due.ToDateTimeOffset().Minute).ShouldBe([10, 20, 30]);
    }

    [Fact]
    public async Task Nodes_that_agree_on_the_jobs_at_once_submit_each_once()
    {
        _rig.Mapping = _rig.Mapping with { Slices = 6 };
        await using KairosTestHost host = await _rig.StartAsync();
        TickJobs jobs = new(host.Jobs);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => jobs.AgreeAsync(_rig.Mapping, enabled: true, CancellationToken.None).AsTask()));

        (await JobsAsync(host)).Order().ShouldBe(Enumerable.Range(0, 6).Select(slice => $"units/{slice}"));
        (await host.Jobs.ListAsync(new() { Kind = TickPayload.Kind })).ShouldAllBe(job => job.Version == 1);
    }

    [Fact]
    public async Task A_pause_ends_the_jobs_and_to_go_on_begins_them_anew()
    {
        _rig.AddDue(2);
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);

        (await desk.PauseAsync(StateRig.Name, CancellationToken.None)).Value!.IsEnabled.ShouldBeFalse();
        await host.DrainAsync(StateRig.Hour(1.25));
        _rig.Table.Reads.ShouldBeEmpty();

        (await desk.ResumeAsync(StateRig.Name, CancellationToken.None)).Value!.IsEnabled.ShouldBeTrue();
        StateRig.Notes(await StateRig.TickAsync(host, 1.5)).Written.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_removed_ticks_no_more_and_can_not_be_resumed()
    {
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);

        (await desk.RemoveAsync(StateRig.Name, CancellationToken.None)).Refusal.ShouldBeNull();

        (await JobsAsync(host)).ShouldBeEmpty();
        _rig.Installer.IsInstalled.ShouldBeFalse();
        (await desk.ResumeAsync(StateRig.Name, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.NotInstalled);
    }

    [Fact]
    public async Task A_job_of_a_mapping_that_is_not_enabled_ends_itself()
    {
        await using KairosTestHost host = await _rig.AppliedAsync();

        // As if a pause had been cut short before its jobs were cancelled.
        StandingBook book = host.Services.GetRequiredService<StandingBook>();
        await book.Store.SetEnabledAsync(StateRig.Name, enabled: false, CancellationToken.None);
        book.Forget(StateRig.Name);
        RunView run = await StateRig.TickAsync(host, 0.5);

        run.Outcome.ShouldBe(OutcomeCode.Cancelled);
        (await JobsAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_is_not_ended_by_what_stood_before_another_node_resumed_the_mapping()
    {
        _rig.AddDue(2);
        await using KairosTestHost host = await _rig.AppliedAsync();
        host.Time.AdvanceTo(StateRig.Hour(0.5).AddMilliseconds(-200));
        StandingBook book = host.Services.GetRequiredService<StandingBook>();
        await book.Store.SetEnabledAsync(StateRig.Name, enabled: false, CancellationToken.None);
        book.Forget(StateRig.Name);
        (await book.FindAsync(StateRig.Name, CancellationToken.None)).IsEnabled.ShouldBeFalse();

        // On the other node, whose memory is not this one's.
        await book.Store.SetEnabledAsync(StateRig.Name, enabled: true, CancellationToken.None);
        RunView run = await StateRig.TickAsync(host, 0.5);

        run.Outcome.ShouldBe(OutcomeCode.Succeeded);
        StateRig.Notes(run).Written.ShouldBe(2);
        (await JobsAsync(host)).ShouldBe(["units/0"]);
    }

    [Fact]
    public async Task A_server_tells_as_it_starts_of_ticks_whose_mapping_it_was_not_given()
    {
        await using KairosTestHost host = await _rig.AppliedAsync();
        await host.Jobs.SubmitAsync(new JobRequest
        {
            Kind = TickPayload.Kind, Owner = TickJobs.Owner, Key = "plans/0", Trigger = Trigger.At(StateRig.Hour(50)), Payload = Encoding.UTF8.GetBytes("""{"mapping":"plans","slice":0,"of":1}"""),
        });
        Lines lines = new();
        IServiceProvider services = host.Services;

        await new StateStart(services.GetRequiredService<StateSet>(), services.GetRequiredService<StandingBook>(), services.GetRequiredService<TickAccord>(), services.GetRequiredService<TickJobs>(), lines)
            .OpenAsync(CancellationToken.None);

        string line = lines.ShouldHaveSingleItem();
        line.ShouldStartWith("The mapping plans has ticks, and this server was not given its file");
        line.ShouldContain("kairos job cancel ID --as kairos");
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_mapping_leaves_the_job_to_others_and_says_so()
    {
        await using KairosTestHost host = await _rig.StartAsync();
        await host.Jobs.SubmitAsync(new JobRequest { Kind = TickPayload.Kind, Owner = "kairos", Key = "plans/0", Payload = Encoding.UTF8.GetBytes("""{"mapping":"plans","slice":0,"of":1}""") });

        RunView run = (await host.UntilAsync<RunCommitted>()).Run;

        run.Outcome.ShouldBe(OutcomeCode.Retry);
        run.Reason!.ShouldContain("knows no mapping 'plans'");
        run.Reason!.ShouldContain("kairos job cancel ID --as kairos");
    }

    [Fact]
    public async Task Slices_of_shards_take_their_shards_and_no_other()
    {
        _rig.AddDue(40, shards: 4);
        _rig.Mapping = _rig.Mapping with { Shard = "shard", Shards = [0, 1, 2, 3], Slices = 2 };
        await using KairosTestHost host = await _rig.AppliedAsync();

        IReadOnlyList<RunView> runs = await host.DrainAsync(StateRig.Hour(0.75));

        runs.Select(StateRig.Notes).Select(notes => (notes.Slice, notes.Read, notes.Batches)).ShouldBe([(0, 20, 1), (1, 20, 1)], ignoreOrder: true);
        _rig.Table.Reads.ShouldAllBe(read => read.Select(key => key % 4 / 2).Distinct().Count() == 1);
    }

    [Fact]
    public async Task Slices_of_keys_cover_all_keys_and_none_twice_also_when_rows_were_added_beyond()
    {
        _rig.AddDue(100);
        _rig.Mapping = _rig.Mapping with { Slices = 3 };
        await using KairosTestHost host = await _rig.AppliedAsync();
        foreach (long key in (long[])[-5, 0, 9_000_000_000])
        {
            _rig.Table[key] = new FakeRow(key) { Grid = StateRig.TenToNoon, NextChange = StateRig.At(0).Micros };
        }

        IReadOnlyList<RunView> runs = await host.DrainAsync(StateRig.Hour(0.75));

        runs.Sum(run => StateRig.Notes(run).Written).ShouldBe(103);
        _rig.Table.Reads.SelectMany(read => read).ShouldBeUnique();
    }

    [Fact]
    public async Task Slices_of_a_table_that_was_empty_are_cut_when_there_are_rows()
    {
        _rig.Mapping = _rig.Mapping with { Slices = 2 };
        await using KairosTestHost host = await _rig.AppliedAsync();
        _rig.AddDue(10);

        IReadOnlyList<RunView> runs = await host.DrainAsync(StateRig.Hour(0.75));

        runs.Select(run => StateRig.Notes(run).Read).ShouldBe([5, 5]);
    }

    private sealed class Lines : List<string>, ILogger<StateStart>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }

    private static async Task<IEnumerable<string?>> JobsAsync(KairosTestHost host) =>
        (await host.Jobs.ListAsync(new() { Kind = TickPayload.Kind })).Select(job => job.Key);
}
