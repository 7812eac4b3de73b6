namespace Kairos.Jobs;

/// <summary>How an attempt ended, as the record keeps it. The numbers are stored and never change.</summary>
public enum OutcomeCode
{
    /// <summary>Done.</summary>
    Succeeded = 1,

    /// <summary>Done with and not achieved; also the end of all retries.</summary>
    Failed = 2,

    /// <summary>This attempt failed and another is planned.</summary>
    Retry = 3,

    /// <summary>The handler asked to be started again later; no failure.</summary>
    Snoozed = 4,

    /// <summary>A person has to act.</summary>
    NeedsHuman = 5,

    /// <summary>Taken back by its owner, or given up by the handler.</summary>
    Cancelled = 6,

    /// <summary>Passed over, with the reason: by the engine before its start (a misfire, say), or by its handler, which found nothing to do for it.</summary>
    Skipped = 7,

    /// <summary>Its process ended while it held it: this attempt's end is not known. Another may follow.</summary>
    Lost = 8,

    /// <summary>Given up: it took its process with it three times.</summary>
    Buried = 9,

    /// <summary>It had passed its gate when its process ended: whether the effect happened is not known, and it is never repeated by itself.</summary>
    Unknown = 10,
}
