using System.Collections.Concurrent;
using System.Diagnostics;
using Kairos.Lab.Chaos.Nodes;

namespace Kairos.Lab.Chaos;

/// <summary>One process of a node, from its start to its end.</summary>
internal sealed class NodeLife : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _words = new(StringComparer.Ordinal);
    private readonly StreamWriter _log;
    private Task<int> _ended = Task.FromResult(0);

    private NodeLife(Process process, string name, string log)
    {
        (_process, Name) = (process, name);
        _log = new StreamWriter(log);
    }

    internal string Name { get; }

    internal bool IsReady => Heard(LabNode.Ready).IsCompleted;

    internal bool HasEnded => _ended.IsCompleted;

    internal static NodeLife Start(IReadOnlyList<string> command, NodeOrder order, string log, IReadOnlyDictionary<string, string> variables)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string value) in variables)
        {
            start.Environment[variable] = value;
        }

        NodeLife life = new(new Process { StartInfo = start, EnableRaisingEvents = true }, order.Name, log);
        life._process.OutputDataReceived += (_, e) => life.Hear(e.Data);
        life._process.ErrorDataReceived += (_, e) => life.Log(e.Data);
        life._process.Start();
        life._ended = life.EndAsync();
        life._process.BeginOutputReadLine();
        life._process.BeginErrorReadLine();
        life.Say(order.ToLine());
        return life;
    }

    /// <summary>Tells it something; one that has ended does not hear it.</summary>
    internal void Say(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Its end of the pipe is gone: whoever waits for it sees that it has ended.
        }
    }

    /// <summary>Ends when it has said this word.</summary>
    internal Task Heard(string word) => _words.GetOrAdd(word, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Tells it something and waits for the same word; false when it ended, or was silent for so long.</summary>
    internal async Task<bool> AskAsync(string word, TimeSpan patience)
    {
        Task heard = Heard(word);
        Say(word);
        await Task.WhenAny(heard, EndedAsync(), Task.Delay(patience, TimeProvider.System));
        return heard.IsCompleted;
    }

    internal void Kill()
    {
        if (!HasEnded)
        {
            _process.Kill();
        }
    }

    internal void Freeze()
    {
        if (!HasEnded)
        {
            Signal.Freeze(_process.Id);
        }
    }

    internal void Thaw()
    {
        if (!HasEnded)
        {
            Signal.Thaw(_process.Id);
        }
    }

    /// <summary>Its exit code, when it has ended and all that it said was heard.</summary>
    internal Task<int> EndedAsync() => _ended;

    /// <summary>Its exit code; null when it has not ended by then.</summary>
    internal async Task<int?> EndedWithinAsync(TimeSpan patience)
    {
        return await Task.WhenAny(_ended, Task.Delay(patience, TimeProvider.System)) == _ended ? await _ended : null;
    }

    public void Dispose()
    {
        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _ = Heard(line);
            _words[line].TrySetResult();
        }
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
                _log.Flush();
            }
        }
    }
}
