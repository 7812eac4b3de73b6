namespace AdPlatform;

/// <summary>What the tables are to be. The same options make the same rows.</summary>
internal sealed record AdOptions
{
    /// <summary>Rows of status at scale 1, the case that this is made after.</summary>
    internal const long WholeScale = 85_000_000;

    /// <summary>Below, some of the kinds would have no row at all.</summary>
    internal const long Fewest = 1_000;

    /// <summary>A Wednesday, 00:00 in Shanghai.</summary>
    internal static readonly DateTimeOffset Wednesday = new(2026, 11, 25, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Rows of status, <see cref="Fewest"/> and more.</summary>
    internal required long Rows { get; init; }

    internal long Seed { get; init; } = 1;

    /// <summary>The day around which starts and ends lie.</summary>
    internal DateTimeOffset Today { get; init; } = Wednesday;

    /// <summary>The instant for which the state bits are right; null: they are all clear, as if nobody had ever looked.</summary>
    internal DateTimeOffset? StatusAt { get; init; }

    /// <summary>
    /// The share of rows with slots that are within their dates and whose grid changes. The more, the more rows flip at a half hour:
    /// by default some 10,000 at scale 1.
    /// </summary>
    internal double Restless { get; init; } = 0.108;

    /// <summary>Whether <c>ad_creative</c> is filled: most of the rows, and nothing that has slots.</summary>
    internal bool Creatives { get; init; } = true;
}
