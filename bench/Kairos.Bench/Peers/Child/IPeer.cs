namespace Kairos.Bench.Peers.Child;

/// <summary>What is measured of an engine, said once for each; <c>node/peer.mjs</c> has the same seam for the peers in JavaScript.</summary>
internal interface IPeer
{
    /// <summary>A query that answers with a row while a job is unfinished.</summary>
    string Left { get; }

    /// <summary>How long before its instant a burst is submitted, for each of its jobs.</summary>
    TimeSpan LeadPerJob { get; }

    /// <summary>The most jobs of one call in bulk.</summary>
    int Bulk { get; }

    /// <summary>Puts jobs that are due into the store while nothing runs that would start them.</summary>
    Task PreloadAsync(int count);

    /// <summary>Makes submits possible; what is submitted is due later.</summary>
    Task OpenAsync();

    /// <summary>Starts the worker, submits included. Each handler says in its first statement for which instant it was started.</summary>
    Task StartAsync(Action<DateTimeOffset> started);

    /// <summary>Ends what was opened or started.</summary>
    Task StopAsync();

    Task SubmitAsync(DateTimeOffset at);

    /// <summary>In one call, at most <see cref="Bulk"/>.</summary>
    Task SubmitAllAsync(int count, DateTimeOffset at);
}
