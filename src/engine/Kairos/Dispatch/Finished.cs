using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>An attempt that has ended and is to be committed.</summary>
/// <param name="Armed">Whose.</param>
/// <param name="Outcome">How.</param>
/// <param name="Ended">When, on the store's clock.</param>
/// <param name="IsAbandoned">Ended from outside, because the handler did not heed its cancellation.</param>
internal readonly record struct Finished(Armed Armed, Outcome Outcome, Instant Ended, bool IsAbandoned)
{
    /// <summary>What is committed instead of an attempt: it was found too late, or in a quiet span, and did not start.</summary>
    internal Completion? Instead { get; init; }
}
