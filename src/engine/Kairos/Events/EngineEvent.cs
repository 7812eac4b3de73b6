using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Events;

/// <summary>Something the engine did, as it did it. Tests, screens and logs share this stream.</summary>
/// <param name="At">On the store's clock.</param>
public abstract record EngineEvent(Instant At);

/// <summary>A job was submitted and is on disk.</summary>
public sealed record JobSubmitted(Instant At, JobId Job, string Owner, string Kind, Instant Due) : EngineEvent(At);

/// <summary>A job was claimed ahead of its instant.</summary>
public sealed record JobArmed(Instant At, JobId Job, long Fence, Instant Planned) : EngineEvent(At);

/// <summary>A claimed job was taken out of memory before its start: by a cancel, an edit, or the stop of this node.</summary>
public sealed record JobWithdrawn(Instant At, JobId Job, long Fence) : EngineEvent(At);

/// <summary>A job was paused, or will be when the occurrence that has started has ended.</summary>
public sealed record JobPaused(Instant At, JobId Job, bool AfterRun) : EngineEvent(At);

/// <summary>A job goes on: it waits for its occurrence, or is not paused when what runs has ended.</summary>
public sealed record JobResumed(Instant At, JobId Job, Instant Planned) : EngineEvent(At);

/// <summary>A job has new content, which counts from the next start when an occurrence has started.</summary>
public sealed record JobEdited(Instant At, JobId Job, bool AfterRun) : EngineEvent(At);

/// <summary>A job was planned for now rather than for its instant.</summary>
public sealed record JobBroughtForward(Instant At, JobId Job) : EngineEvent(At);

/// <summary>Jobs were put aside because they can't be run here.</summary>
public sealed record JobsParked(Instant At, IReadOnlyList<JobId> Jobs, string Reason) : EngineEvent(At);

/// <summary>A handler was started.</summary>
public sealed record RunStarted(Instant At, JobId Job, long Fence, Instant Planned) : EngineEvent(At);

/// <summary>An occurrence did not start: it was found too late for its misfire policy, or in a quiet span. It was skipped, or put off to <paramref name="Next"/>.</summary>
public sealed record OccurrenceNotStarted(Instant At, JobId Job, long Fence, Instant Due, string? Reason, NextStart? Next) : EngineEvent(At);

/// <summary>A handler passed its gate.</summary>
public sealed record GatePassed(Instant At, JobId Job, long Fence, Instant Planned) : EngineEvent(At);

/// <summary>The end of an attempt is on disk, with its consequences.</summary>
public sealed record RunCommitted(Instant At, RunView Run, NextStart? Next) : EngineEvent(At);

/// <summary>The end of an attempt was refused: the job stands under a higher fence, or is gone.</summary>
public sealed record RunRefused(Instant At, JobId Job, long Fence) : EngineEvent(At);

/// <summary>A handler did not heed its cancellation and was given up.</summary>
public sealed record HandlerAbandoned(Instant At, JobId Job, string Kind) : EngineEvent(At);

/// <summary>The store's clock stepped against the monotonic clock: with SQLite, the wall clock of this machine.</summary>
public sealed record ClockStepped(Instant At, TimeSpan By) : EngineEvent(At);

/// <summary>The store could not do its work; the engine goes on trying.</summary>
public sealed record StoreFailed(Instant At, string Work, string Message) : EngineEvent(At);

/// <summary>What earlier processes had left behind, or nodes that are dead, was settled.</summary>
public sealed record TookOver(Instant At, TakeOver Found) : EngineEvent(At);
