namespace Kairos.Lab.Network;

/// <summary>What becomes of bytes on their way.</summary>
public enum Passage
{
    /// <summary>They arrive.</summary>
    Open,

    /// <summary>They wait, and arrive when the way is open again: as TCP repeats what was lost.</summary>
    Held,

    /// <summary>They are gone. The connection stays open, and is reset when the way is open again, because it has a hole.</summary>
    Swallowed,
}

/// <summary>The two ways.</summary>
[Flags]
public enum Way
{
    ToServer = 1,
    ToClient = 2,
    Both = ToServer | ToClient,
}

/// <summary>How the network is.</summary>
internal sealed record Weather
{
    internal static Weather Fair { get; } = new();

    internal Passage ToServer { get; init; }

    internal Passage ToClient { get; init; }

    internal TimeSpan DelayToServer { get; init; }

    internal TimeSpan DelayToClient { get; init; }

    internal bool RefusesNew { get; init; }

    internal bool DropsNotifications { get; init; }

    internal Passage On(Way way) => way == Way.ToServer ? ToServer : ToClient;

    internal TimeSpan DelayOn(Way way) => way == Way.ToServer ? DelayToServer : DelayToClient;
}
