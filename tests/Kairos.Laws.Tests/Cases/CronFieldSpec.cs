namespace Kairos.Laws.Tests.Cases;

/// <summary>A second, minute, hour or month field.</summary>
internal sealed record CronFieldSpec(FieldKind Kind, IReadOnlyList<CronPart> Parts)
{
    private readonly bool[] _holds = Table(Kind, Parts);

    internal bool IsInterval => Kind.IsOfTime && Parts.Any(part => part.IsInterval);

    internal string Text => Join(Parts);

    internal static CronFieldSpec Of(FieldKind kind, params CronPart[] parts) => new(kind, parts);

    internal bool Holds(int value) => _holds[value];

    internal static string Join(IReadOnlyList<CronPart> parts) => string.Join(',', parts.Select(part => part.Text()));

    internal static bool[] Table(FieldKind kind, IReadOnlyList<CronPart> parts)
    {
        bool[] table = new bool[kind.Last + 1];
        foreach (CronPart part in parts)
        {
            foreach (int value in part.Values(kind))
            {
                table[value] = true;
            }
        }

        return table;
    }
}
