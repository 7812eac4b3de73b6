namespace Kairos.Jobs;

/// <summary>How large the parts of a job may be. Checked at the border, before anything is stored.</summary>
public static class Limits
{
    /// <summary>Characters of a kind.</summary>
    public const int KindLength = 100;

    /// <summary>Characters of an owner.</summary>
    public const int OwnerLength = 200;

    /// <summary>Characters of a key or an idempotency key.</summary>
    public const int KeyLength = 200;

    /// <summary>Bytes of a payload.</summary>
    public const int PayloadBytes = 1 << 20;

    /// <summary>Bytes of a run's notes.</summary>
    public const int NotesBytes = 64 << 10;

    /// <summary>Characters of a reason; longer ones are cut.</summary>
    public const int ReasonLength = 1_000;

    /// <summary>Jobs of one bulk submit: one transaction, in which a store with a single writer commits nothing else for some 70 ms.</summary>
    public const int BulkJobs = 10_000;
}
