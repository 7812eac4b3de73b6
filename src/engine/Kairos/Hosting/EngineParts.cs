using Kairos.Dispatch;
using Kairos.Handlers;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Hosting;

/// <summary>What an engine is made of, as the builder gathered it.</summary>
internal sealed record EngineParts(EngineClock Clock, TargetRegistry Targets, DispatchOptions Options, IReadOnlyList<KindRuntime> Kinds, IReadOnlyList<Func<IServiceProvider, CancellationToken, Task>> WhenOpen);
