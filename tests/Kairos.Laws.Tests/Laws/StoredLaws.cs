using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of the stored form and the text form of every trigger.</summary>
internal static class StoredLaws
{
    /// <summary>Writes and reads it; the same has to come of it, and the same answer.</summary>
    internal static Trigger Reloaded(Trigger trigger, in TriggerState state, Instant? due)
    {
        string stored = TriggerJson.Write(trigger);
        Trigger loaded = TriggerJson.Read(stored);
        Require(loaded.Equals(trigger) && loaded.GetHashCode() == trigger.GetHashCode(), $"stored as {stored} it is another");
        Require(TriggerJson.Write(loaded) == stored, $"stored as {stored} it is written otherwise when loaded: {TriggerJson.Write(loaded)}");
        Require(loaded.Next(state) == due, $"loaded from {stored} it says {loaded.Next(state)}, before {due}");
        string text = TriggerText.Write(trigger);
        Require(TriggerText.Parse(text).Equals(trigger), $"written as {text} it is another");
        return loaded;
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ShouldAssertException(otherwise);
        }
    }
}
