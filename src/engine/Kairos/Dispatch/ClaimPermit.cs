using Kairos.Nodes;

namespace Kairos.Dispatch;

/// <summary>Whether this node may claim jobs now; while it drains, each look hands back what has not begun.</summary>
internal sealed class ClaimPermit(Drain drain, HandBack handBack, Membership? membership)
{
    /// <summary>What the store says this node holds is not its own any more: nothing is adopted either.</summary>
    internal bool IsLost => membership?.IsLost ?? false;

    /// <summary>A pass that was let through may claim once more now; what it may not is for the next one.</summary>
    internal bool Stands => !drain.IsOn && !IsLost && (membership?.MayClaim() ?? true);

    /// <summary>Asked by each pass, after it has adopted what it holds; no claim is under way meanwhile.</summary>
    /// <exception cref="Exception">The store could not take back what was to be handed back: the next pass adopts it and tries again.</exception>
    internal async ValueTask<bool> MayClaimAsync()
    {
        if (!drain.IsOn)
        {
            return membership?.MayClaim() ?? true;
        }

        await handBack.AllAsync(CancellationToken.None);
        return false;
    }
}
