using Kairos.Playground.Venue;

namespace Kairos.Playground.Network;

/// <summary>Draws the way of each request under the conditions of the moment.</summary>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class Weather(NetworkConditions conditions, int seed)
{
    // Sets the draws apart from those of floor plans and of rivals.
    private const int Purpose = -2;

    private readonly Lock _lock = new();
    private readonly Dice _dice = Dice.For(seed, Purpose);
    private NetworkConditions _conditions = conditions;

    public NetworkConditions Conditions
    {
        get => Volatile.Read(ref _conditions);
        set => Volatile.Write(ref _conditions, value);
    }

    public Trip Next()
    {
        var now = Conditions;
        lock (_lock)
        {
            var roundTrip = now.Latency + (now.Jitter * ((2 * _dice.Share()) - 1));
            var fate = _dice.Share();
            var mishap = fate < now.ErrorShare ? Mishap.Error
                : fate >= now.ErrorShare + now.DropShare ? Mishap.None
                : _dice.Share() < 0.5 ? Mishap.RequestLost
                : Mishap.AnswerLost;
            return new Trip(roundTrip / 2, mishap, _dice.Share() < 0.5);
        }
    }
}
