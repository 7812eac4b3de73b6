namespace Kairos.Crash.Worker;

/// <summary>The folder that one worker after another works in. What is in it outlives them all.</summary>
internal sealed record Place(string Folder)
{
    public string Database => Path.Combine(Folder, "jobs.db");

    /// <summary>A line for each submit that is about to be made: its idempotency key.</summary>
    public string Intents => Path.Combine(Folder, "intents.log");

    /// <summary>A line for each submit that was acknowledged: idempotency key and job.</summary>
    public string Acks => Path.Combine(Folder, "acks.log");

    /// <summary>A line for each effect: job, kind, due, fence, attempt.</summary>
    public string Effects => Path.Combine(Folder, "effects.log");

    /// <summary>What is under way at this moment; see <see cref="Gauges"/>.</summary>
    public string Gauges => Path.Combine(Folder, "gauges.bin");
}
