using System.Collections.Concurrent;
using Kairos.Hosting;
using Kairos.Jobs;

namespace Kairos.Tests.Engine;

/// <summary>A kind whose handler writes down what it was started with; one that is named "held" waits for the test.</summary>
internal sealed class Contents
{
    private readonly ConcurrentQueue<string> _started = new();

    internal Latch Held { get; } = new();

    internal Outcome Outcome { get; set; } = Outcome.Success;

    internal string[] Started => [.. _started.Where(text => text != "sentinel")];

    internal void AddTo(KairosBuilder builder) => builder.Greets(async (g, _, ct) =>
    {
        _started.Enqueue(g.Text);
        if (g.Text == "held")
        {
            await Held.PassAsync(ct);
        }

        return g.Text == "sentinel" ? Outcome.Success : Outcome;
    });
}
