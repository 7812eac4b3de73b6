namespace Kairos.Bench.States;

/// <summary>What a step took.</summary>
internal sealed record StepFigures
{
    internal required string Name { get; init; }

    internal required double Seconds { get; init; }

    internal required long Statements { get; init; }

    internal required long Read { get; init; }

    internal required long Written { get; init; }

    internal required double EngineCpuSeconds { get; init; }

    internal required double DatabaseCpuSeconds { get; init; }

    public override string ToString() => FormattableString.Invariant(
        $"{Name}: {Seconds:0.00} s, {Statements:#,0} statements, {Read:#,0} rows read, {Written:#,0} written, CPU {EngineCpuSeconds:0.00} s + {DatabaseCpuSeconds:0.00} s");
}
