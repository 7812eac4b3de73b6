using System.Text.Json.Serialization;
using Kairos.Time;

namespace Kairos.Lab.History;

/// <summary>Something that was seen in a run of several processes on one machine. The set of its kinds is closed.</summary>
/// <remarks>
/// What asks (a submit, a change, a completion, an arm) is stamped before it is sent, what answers after the answer was
/// read: so the store's decision lies between the two, whatever froze meanwhile.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SubmitAsked), "submit")]
[JsonDerivedType(typeof(SubmitAnswered), "submitted")]
[JsonDerivedType(typeof(ArmSeen), "arm")]
[JsonDerivedType(typeof(StartSeen), "start")]
[JsonDerivedType(typeof(GateSeen), "gate")]
[JsonDerivedType(typeof(EffectSeen), "effect")]
[JsonDerivedType(typeof(CompleteAsked), "complete")]
[JsonDerivedType(typeof(CompleteAnswered), "completed")]
[JsonDerivedType(typeof(SkipSeen), "skip")]
[JsonDerivedType(typeof(ChangeAsked), "change")]
[JsonDerivedType(typeof(ChangeAnswered), "changed")]
[JsonDerivedType(typeof(TakeOverSeen), "takeOver")]
[JsonDerivedType(typeof(BeatSeen), "beat")]
[JsonDerivedType(typeof(FaultBegan), "fault")]
[JsonDerivedType(typeof(FaultEnded), "faultOver")]
[JsonDerivedType(typeof(FinalJob), "finalJob")]
[JsonDerivedType(typeof(FinalRun), "finalRun")]
[JsonDerivedType(typeof(FinalRead), "finalRead")]
public abstract record HistoryEvent
{
    private protected HistoryEvent()
    {
    }

    /// <summary>The writer's estimate of the store's clock. Stamped by <see cref="HistoryWriter"/>.</summary>
    public Instant At { get; init; }

    /// <summary>Monotonic microseconds of the machine, the same for all its processes. Stamped by <see cref="HistoryWriter"/>.</summary>
    public long Mono { get; init; }

    /// <summary>Who saw it: one name for one life of a process; a node that comes back has another. Stamped by <see cref="HistoryWriter"/>.</summary>
    public string Node { get; init; } = "";

    /// <summary>Counts the lines of one writer from 1. Stamped by <see cref="HistoryWriter"/>.</summary>
    public long Seq { get; init; }
}
