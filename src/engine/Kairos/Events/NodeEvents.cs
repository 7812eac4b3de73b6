using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Events;

/// <summary>This process is a node of its store from now on, under a number that nobody had before.</summary>
public sealed record NodeJoined(Instant At, int Node) : EngineEvent(At);

/// <summary>A beat of this node was answered: its lease runs anew.</summary>
public sealed record NodeBeaten(Instant At, int Node) : EngineEvent(At);

/// <summary>This node was taken over: all that it held is others' now. It dropped that, and comes back under a new number.</summary>
public sealed record NodeLost(Instant At, int Node) : EngineEvent(At);

/// <summary>This node declared another one dead, whose beat had stood still at <paramref name="Beat"/>.</summary>
public sealed record NodeTakenOver(Instant At, int Node, long Beat) : EngineEvent(At);

/// <summary>This node was asked to claim nothing more, or to claim again.</summary>
public sealed record NodeDraining(Instant At, bool IsDraining) : EngineEvent(At);

/// <summary>The store's clock is known too inexactly for jobs to be claimed by it, or exactly enough again.</summary>
public sealed record ClockUnsure(Instant At, TimeSpan Uncertainty, bool IsUnsure) : EngineEvent(At);

/// <summary>A job was to start, or to pass its gate, when this node's lease had run out: it waits until that holds again.</summary>
public sealed record StartHeldBack(Instant At, JobId Job, long Fence) : EngineEvent(At);
