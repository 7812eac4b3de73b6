using Kairos.Events;
using Kairos.Jobs;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.StateSchedules.Tests.Passes;

/// <summary>A mapping has one pass at a time.</summary>
public sealed class OnePassTests : IDisposable
{
    private readonly StateRig _rig = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OnePassTests() => _rig.Installer.IsInstalled = true;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_second_pass_is_refused_while_one_is_under_way()
    {
        await using KairosTestHost host = await StandingStillAsync();
        StateDesk desk = StateRig.DeskOf(host);
        PassView first = (await desk.StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;
        await _reached.Task;

        StateAnswer<PassView> second = await desk.StartRepairAsync(StateRig.Name, null, CancellationToken.None);

        second.Refusal!.Code.ShouldBe(StateRefusalCode.PassOpen);
        second.Refusal.Message.ShouldContain(first.Id);
        _go.SetResult();
        await host.UntilAsync<RunCommitted>(e => e.Run.Kind == PassPayload.Kind);
        (await desk.StartRepairAsync(StateRig.Name, null, CancellationToken.None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Of_passes_that_are_asked_for_at_once_one_begins()
    {
        await using KairosTestHost host = await StandingStillAsync();
        StateDesk desk = StateRig.DeskOf(host);

        StateAnswer<PassView>[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.StartBackfillAsync(StateRig.Name, null, CancellationToken.None).AsTask()));

        answers.Count(answer => answer.Refusal is null).ShouldBe(1);
        _go.SetResult();
    }

    [Fact]
    public async Task A_pass_that_is_cancelled_ends_behind_its_batch_and_another_may_begin()
    {
        await using KairosTestHost host = await StandingStillAsync();
        StateDesk desk = StateRig.DeskOf(host);
        PassView pass = (await desk.StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;
        await _reached.Task;

        (await desk.CancelPassAsync(pass.Id, CancellationToken.None)).Value!.State.ShouldBe(PassState.Cancelled);
        _go.SetResult();
        RunView run = (await host.UntilAsync<RunCommitted>(e => e.Run.Kind == PassPayload.Kind)).Run;

        run.Outcome.ShouldBe(OutcomeCode.Cancelled);
        _rig.Table.Reads.ShouldHaveSingleItem();
        (await host.Jobs.ListAsync(new() { Kind = PassPayload.Kind })).ShouldBeEmpty();
        (await desk.CancelPassAsync(pass.Id, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.PassEnded);
        (await desk.StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_pass_whose_jobs_are_gone_stands_in_nobodys_way()
    {
        await using KairosTestHost host = await _rig.StartAsync();
        PassStore store = host.Services.GetRequiredService<PassStore>();
        (await store.TryStartAsync(new PassRow { Id = "gone", Mapping = StateRig.Name, What = PassKind.Repair, Slices = 1, Started = StateRig.At(0) }, CancellationToken.None)).ShouldBeTrue();
        StateDesk desk = StateRig.DeskOf(host);
        (await desk.PassAsync("gone", CancellationToken.None)).Value!.State.ShouldBe(PassState.Running);

        (await desk.StartRepairAsync(StateRig.Name, null, CancellationToken.None)).Refusal.ShouldBeNull();

        PassView gone = (await desk.PassAsync("gone", CancellationToken.None)).Value!;
        gone.State.ShouldBe(PassState.Failed);
        gone.Faults.ShouldHaveSingleItem().ShouldContain("1 slices are gone");
    }

    [Fact]
    public async Task A_pass_that_nobody_knows_and_a_rate_of_nothing_are_refused()
    {
        await using KairosTestHost host = await _rig.StartAsync();
        StateDesk desk = StateRig.DeskOf(host);

        (await desk.PassAsync("nothing", CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.UnknownPass);
        (await desk.CancelPassAsync("nothing", CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.UnknownPass);
        (await desk.StartRepairAsync(StateRig.Name, 0, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.Invalid);
    }

    [Fact]
    public async Task An_open_pass_is_found_also_where_a_clock_was_set_back_and_one_that_has_ended_began_after_it()
    {
        await using KairosTestHost host = await StandingStillAsync();
        PassStore store = host.Services.GetRequiredService<PassStore>();
        (await store.TryStartAsync(new PassRow { Id = "later", Mapping = StateRig.Name, What = PassKind.Repair, Slices = 1, Started = StateRig.At(5) }, CancellationToken.None)).ShouldBeTrue();
        (await store.TryEndAsync("later", cancelled: false, StateRig.At(6), CancellationToken.None)).ShouldBeTrue();
        StateDesk desk = StateRig.DeskOf(host);
        PassView open = (await desk.StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;

        (await desk.StartRepairAsync(StateRig.Name, null, CancellationToken.None)).Refusal!.Message.ShouldContain(open.Id);
        (await desk.StatusAsync(StateRig.Name, CancellationToken.None)).Value!.Pass!.Id.ShouldBe(open.Id);
        (await desk.RemoveAsync(StateRig.Name, CancellationToken.None)).Refusal.ShouldBeNull();
        (await desk.PassAsync(open.Id, CancellationToken.None)).Value!.State.ShouldBe(PassState.Cancelled);
        _go.SetResult();
    }

    [Fact]
    public async Task A_pass_of_a_mapping_that_is_not_installed_is_refused_with_what_is_missing()
    {
        _rig.Installer.IsInstalled = false;
        await using KairosTestHost host = await _rig.StartAsync();

        StateRefusal refusal = (await StateRig.DeskOf(host).StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Refusal!;

        refusal.Code.ShouldBe(StateRefusalCode.NotInstalled);
        refusal.Message.ShouldContain("missing is \"Add the column next_change\"");
        refusal.Message.ShouldContain("kairos states apply units");
        (await host.Jobs.ListAsync(new() { Kind = PassPayload.Kind })).ShouldBeEmpty();
    }

    // Its first read of rows waits for a word.
    private async Task<KairosTestHost> StandingStillAsync()
    {
        _rig.AddTrue(10);
        KairosTestHost host = await _rig.StartAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 5 });
        _rig.Table.Before = async (statement, _) =>
        {
            if (statement == "key")
            {
                _reached.TrySetResult();
                await _go.Task;
            }
        };
        return host;
    }
}
