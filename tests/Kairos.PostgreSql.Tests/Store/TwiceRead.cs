using System.Collections;
using Kairos.Stores;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>Jobs that a test hears being read for the second time: once they are judged, and once they are sent.</summary>
internal sealed class TwiceRead(NewJob[] jobs, Action again) : IReadOnlyList<NewJob>
{
    private int _reads;

    public int Count => jobs.Length;

    public NewJob this[int index] => jobs[index];

    public IEnumerator<NewJob> GetEnumerator()
    {
        if (++_reads == 2)
        {
            again();
        }

        return jobs.AsEnumerable().GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
