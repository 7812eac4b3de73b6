using System.Globalization;

namespace Kairos.Laws.Tests;

/// <summary>How many cases are drawn, and from which seed. A run is the same for the same two.</summary>
/// <remarks>KAIROS_LAW_SEED and KAIROS_LAW_CASES set them; KAIROS_QUICK, which ./test --quick sets, draws a twentieth.</remarks>
internal static class Scale
{
    internal const long FullCases = 2_000_000;
    private const long QuickCases = 100_000;
    private const long DefaultSeed = 20_261_121;

    internal static long Seed => Read("KAIROS_LAW_SEED") ?? DefaultSeed;

    internal static long Cases => Read("KAIROS_LAW_CASES") ?? (IsQuick ? QuickCases : FullCases);

    private static bool IsQuick => Environment.GetEnvironmentVariable("KAIROS_QUICK") is not null;

    private static long? Read(string variable) => Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
        : throw new InvalidOperationException($"{variable} is '{text}': give a whole number.");
}
