using System.Text.Json;
using Kairos.Handlers;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Makes an armed job's call: payload read, handler made, slot reserved.</summary>
internal sealed class CallMaker(RunServices services, IServiceProvider provider)
{
    /// <summary>Runs the user's code: converters, gate functions, constructors. What they throw is the job's fault, and is told when it starts.</summary>
    internal void Make(Armed armed)
    {
        KindRuntime kind = armed.Kind;
        try
        {
            armed.Call = kind.Prepare(armed.Row.Payload, provider);
            armed.Slot = Reserve(armed.Call.Gate, armed.Row.At);
        }
        catch (Exception e)
        {
            armed.Fault = e is JsonException
                ? $"The payload could not be read as {kind.Name}: {e.Message}"
                : $"The handler of {kind.Name} could not be made: {e.Message}";
            Log.NotPrepared(services.Logger, kind.Name, armed.Row.Id, e);
        }
    }

    // In the order of the claim: by instant, then priority, then submission. Not before the job starts: a retry whose gate
    // has long been open would else get a slot that is over when it comes to it.
    private ReservedSlot? Reserve(GatePlan? gate, Instant starts)
    {
        if (gate is null)
        {
            return null;
        }

        Target target = services.Targets.Get(gate.Target);
        return ReservedSlot.Take(target, Instant.From(gate.Instant), Instant.Later(target.Clock.ToTheirs(starts), target.Clock.Now));
    }
}
