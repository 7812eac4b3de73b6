using System.Reflection;
using System.Threading.Channels;
using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Tests.Engine;

public sealed class CompleterTests
{
    private const int Ends = 60_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_costOfOne = TimeSpan.FromMicroseconds(50);

    // What takes 120 ms, the longest that the loop which is ready for timed ends keeps itself busy with a backlog.
    private const int Short = 2_400;

    private readonly ManualTime _time = new();
    private readonly ArmedSet _set = new();
    private readonly KindRuntime _kind = new DelegateKind<Greeting>(
        Greet.Kind, new KindOptions(), TestJson.Default.Greeting, null, static (_, _, _) => ValueTask.FromResult(Outcome.Success));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_batches_of_a_backlog_one_is_short_while_something_timed_is_in_memory(bool timed)
    {
        ISlowStore store = DispatchProxy.Create<ISlowStore, SlowStore>();
        Channel<Commit> commits = ((SlowStore)(object)store).Commits;
        RunServices services = ServicesOver(store);
        using Completer completer = new(store, services, new DispatchOptions(), _set, new KindRegistry([_kind]));
        for (int i = 0; i < Ends; i++)
        {
            completer.Add(new Finished(Made(services, isOverdue: true), Outcome.Success, services.Clock.Now, IsAbandoned: false));
        }

        if (timed)
        {
            _set.TryAdd(Made(services, isOverdue: false));
        }

        Task run = completer.RunAsync();
        List<Commit> underWay = [];
        int longest = 0;
        for (int taken = 0; taken < Ends * 2 / 3;)
        {
            while (underWay.Count < 2)
            {
                underWay.Add(await commits.Reader.ReadAsync().AsTask().WaitAsync(s_patience, TimeProvider.System));
            }

            longest = Math.Max(longest, underWay.Min(c => c.Rows));
            taken += underWay[0].Rows;
            _time.Advance(underWay[0].Rows * s_costOfOne);
            underWay[0].Accept();
            underWay.RemoveAt(0);
        }

        (longest <= Short).ShouldBe(timed, $"{longest} rows");
        completer.Close();
        underWay.ForEach(static c => c.Accept());
        while (await Task.WhenAny(run, commits.Reader.WaitToReadAsync().AsTask()) != run)
        {
            (await commits.Reader.ReadAsync()).Accept();
        }

        await run;
    }

    private Armed Made(RunServices services, bool isOverdue) => new(Greet.Row(), _kind, services) { IsOverdue = isOverdue };

    private RunServices ServicesOver(IJobStore store)
    {
        EngineClock clock = new(_time);
        return new RunServices
        {
            Clock = clock,
            Events = new EventStream(),
            Targets = null!,
            Logger = NullLogger.Instance,
            Calm = new Calm(_time),
            Lease = Lease.Always(clock),
            Quiet = null!,
            StartCheck = null!,
        };
    }

    /// <summary>A store that several nodes share, of which only completions are asked.</summary>
    public interface ISlowStore : IJobStore, INodeStore;

    /// <summary>Answers when the test says so.</summary>
    public class SlowStore : DispatchProxy
    {
        internal Channel<Commit> Commits { get; } = Channel.CreateUnbounded<Commit>();

        protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            targetMethod!.Name.ShouldBe(nameof(IJobStore.CompleteAsync));
            Commit commit = new(((IReadOnlyList<Completion>)args![0]!).Count);
            Commits.Writer.TryWrite(commit);
            return new ValueTask<IReadOnlyList<CompletionAnswer>>(commit.Answer.Task);
        }
    }

    internal sealed record Commit(int Rows)
    {
        internal TaskCompletionSource<IReadOnlyList<CompletionAnswer>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Accept() => Answer.SetResult([.. Enumerable.Repeat(CompletionAnswer.Committed, Rows)]);
    }
}
