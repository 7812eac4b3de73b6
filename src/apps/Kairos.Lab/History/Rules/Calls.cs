using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>A submit with its answer.</summary>
internal sealed record Submit(SubmitAsked Asked)
{
    internal SubmitAnswered? Answer { get; set; }

    /// <summary>The content is stored for certain, in the job that the answer names.</summary>
    internal bool Stored => Answer?.Result is SubmitResult.Created or SubmitResult.Replaced or SubmitResult.Repeated;

    /// <summary>Nobody can tell whether it is stored.</summary>
    internal bool Open => Answer is null or { Result: SubmitResult.Unknown };

    /// <summary>The job that has the content, where that can be told.</summary>
    internal Jobs.JobId? Job => Stored ? Answer!.Job : Asked.Job;
}

/// <summary>A change with its answer.</summary>
internal sealed record Change(ChangeAsked Asked)
{
    internal ChangeAnswered? Answer { get; set; }

    internal bool Applied => Answer?.Result is ChangeResult.Applied;

    /// <summary>It may stand, now or later.</summary>
    internal bool MayStand => Answer is null or { Result: ChangeResult.Applied or ChangeResult.TooLate or ChangeResult.Pending or ChangeResult.Unknown };

    internal long AnsweredMono => Answer?.Mono ?? long.MaxValue;
}

/// <summary>Something that set when a job is due: a submit, an edit, a resume or a run now that may stand.</summary>
internal sealed record Planning(HistoryEvent Asked, HistoryEvent? Answer, DuePlan? Plan)
{
    /// <summary>It sets a due instant that is not known beforehand: what the store made of a submit, or the instant of a run now.</summary>
    internal bool Free { get; init; }

    /// <summary>It says nothing about due instants: a resume, an edit of the content.</summary>
    internal bool Keeps => Plan is null && !Free;

    /// <summary>It stands for certain.</summary>
    internal bool Definite { get; init; }

    internal long AnsweredMono => Answer?.Mono ?? long.MaxValue;

    /// <summary>Whether it may have set this due instant.</summary>
    internal bool Yields(Instant due, TimeSpan slack) => Plan?.Yields(due)
        ?? (Free && (Asked is SubmitAsked || (due >= Asked.At - slack && (Answer is null || due <= Answer.At + slack))));
}
