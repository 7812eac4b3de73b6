using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kairos.Bench.Storage;
using Kairos.Bench.Peers.Child;

namespace Kairos.Bench.Peers;

/// <summary>The process in which one peer is measured.</summary>
internal sealed class PeerChild : IAsyncDisposable
{
    private const int LinesOfComplaint = 15;

    // Ten times what the slowest takes on two idle cores.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Queue<string> _complaints = new();
    private readonly Lock _lock = new();

    private PeerChild(Process process) => _process = process;

    internal static PeerChild Start(Cell cell, PeerDatabase database, (string Program, string Scripts)? node)
    {
        ProcessStartInfo start = cell.IsNode
            ? new(node!.Value.Program, ["--expose-gc", Path.Combine(node.Value.Scripts, $"{cell.Peer}.mjs")])
            : Ourselves(["peer-child", cell.Peer]);
        foreach (string argument in (string[])[
            cell.SettingsJson,
            cell.Measure.Name,
            cell.Count.ToString(CultureInfo.InvariantCulture),
            cell.WarmUp.ToString(CultureInfo.InvariantCulture),
            cell.IsNode ? database.Url : database.ConnectionString])
        {
            start.ArgumentList.Add(argument);
        }

        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        PeerChild child = new(new Process { StartInfo = start });
        child._process.ErrorDataReceived += (_, line) => child.Complain(line.Data);
        child._process.Start();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Ends when it has prepared what it is to measure.</summary>
    internal async Task UntilReadyAsync()
    {
        string line = await LineAsync();
        if (line != ChildRun.Ready)
        {
            throw new InvalidOperationException($"It said '{line}' before it was ready.");
        }
    }

    /// <summary>Lets it measure, and tells what it measured. It lives on, and does nothing more.</summary>
    internal async Task<ChildFigures> MeasureAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        await _process.StandardInput.FlushAsync();
        string line = await LineAsync();
        return JsonSerializer.Deserialize(line, PeerJson.Default.ChildFigures) ?? throw new InvalidOperationException($"It measured '{line}'.");
    }

    /// <summary>Processor time of all its threads so far, those that have ended included.</summary>
    internal double Seconds() => ProcessStat.Of(_process.Id.ToString(CultureInfo.InvariantCulture)).Own;

    /// <summary>Ends it, without a farewell to its database that would count as work.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Ourselves(string[] arguments)
    {
        string program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new(program, [typeof(PeerChild).Assembly.Location, .. arguments])
            : new(program, arguments);
    }

    private async Task<string> LineAsync()
    {
        using CancellationTokenSource patience = new(s_patience, TimeProvider.System);
        try
        {
            string? line = await _process.StandardOutput.ReadLineAsync(patience.Token);
            if (line is not null)
            {
                return line;
            }
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw new InvalidOperationException($"It gave no answer within {s_patience.TotalMinutes} minutes and was ended.\n{Complaints()}", e);
        }

        await _process.WaitForExitAsync();
        throw new InvalidOperationException($"It ended with exit code {_process.ExitCode}.\n{Complaints()}");
    }

    private void Complain(string? line)
    {
        lock (_lock)
        {
            if (line is not null)
            {
                _complaints.Enqueue(line);
            }

            if (_complaints.Count > LinesOfComplaint)
            {
                _complaints.Dequeue();
            }
        }
    }

    private string Complaints()
    {
        lock (_lock)
        {
            return string.Join('\n', _complaints);
        }
    }
}
