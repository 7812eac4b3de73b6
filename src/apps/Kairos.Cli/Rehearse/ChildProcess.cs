using System.Diagnostics;

namespace Kairos.Cli.Rehearse;

/// <summary>This program, started once more with another verb. It ends when its standard input closes, so it never outlives us.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>What a child prints when it answers requests, followed by its address.</summary>
    internal const string ReadyWord = "ready ";

    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => _process = process;

    internal Uri Address => _ready.Task.Result;

    internal int Id => _process.Id;

    /// <summary>Starts a verb and waits until it answers.</summary>
    /// <param name="arguments">Verb and options.</param>
    /// <param name="environment">Variables beside ours: what is not to stand in the list of processes.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">It ended before; the message holds its last words.</exception>
    internal static async Task<ChildProcess> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Under the dotnet host the program is its first argument; an executable of its own is itself.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--until-stdin-closes");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        ChildProcess child = new(new Process { StartInfo = start, EnableRaisingEvents = true });
        child._process.OutputDataReceived += (_, e) => child.Take(e.Data);
        child._process.ErrorDataReceived += (_, e) => child.Take(e.Data);
        child._process.Exited += (_, _) => child.Ended();
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        try
        {
            await child._ready.Task.WaitAsync(s_startPatience, TimeProvider.System, ct);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it without a chance to do anything about it (SIGKILL).</summary>
    internal void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.StandardInput.Close();
                await _process.WaitForExitAsync().WaitAsync(s_stopPatience, TimeProvider.System);
            }
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        finally
        {
            _process.Dispose();
        }
    }

    /// <summary>What it printed last, for an error message.</summary>
    internal string LastWords()
    {
        lock (_lastLines)
        {
            return string.Join('\n', _lastLines);
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 20)
            {
                _lastLines.Dequeue();
            }
        }

        if (line.StartsWith(ReadyWord, StringComparison.Ordinal))
        {
            _ready.TrySetResult(new Uri(line[ReadyWord.Length..]));
        }
    }

    private void Ended() => _ready.TrySetException(new InvalidOperationException($"A process of the rehearsal ended before it answered:\n{LastWords()}"));
}
