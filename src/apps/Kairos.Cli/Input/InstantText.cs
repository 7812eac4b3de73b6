using Kairos.Time;

namespace Kairos.Cli.Input;

/// <summary>An instant as it is typed.</summary>
internal static class InstantText
{
    public const string Expected = "write it as 2026-11-20T20:10:00Z or with an offset, as in 2026-11-20T20:10:00+08:00";

    public static bool TryRead(string text, out Instant instant) => Instant.TryParse(text, out instant);
}
