using Kairos.Dispatch;
using Kairos.Handlers;
using Kairos.Nodes;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Hosting;

/// <summary>What an engine is made of, as the builder gathered it.</summary>
internal sealed record EngineParts(EngineClock Clock, TargetRegistry Targets, DispatchOptions Options, NodeOptions Node)
{
    internal required IReadOnlyList<KindRuntime> Kinds { get; init; }

    internal required IReadOnlyList<Func<IServiceProvider, CancellationToken, Task>> WhenOpen { get; init; }

    internal required IReadOnlyList<OnceTask> Onces { get; init; }
}
