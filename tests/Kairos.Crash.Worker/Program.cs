using Kairos.Crash.Worker;

// churn FOLDER RUN, drain FOLDER, obey FOLDER
Place place = new(args[1]);
await using EngineRoom room = new(place);
Assassin.Hire(room.Gauges);
switch (args[0])
{
    case "churn":
        await new Churn(room, place, args[2]).RunAsync();
        break;
    case "drain":
        await Drain.RunAsync(room);
        break;
    case "obey":
        await new Obey(room).RunAsync();
        break;
    default:
        throw new InvalidOperationException($"'{args[0]}' is unknown: say churn, drain or obey.");
}
