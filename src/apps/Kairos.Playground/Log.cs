using Microsoft.Extensions.Logging;

namespace Kairos.Playground;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Error, "Rival {Student} ended its day with a fault of the playground: please report it")]
    public static partial void RivalFailed(this ILogger logger, Exception exception, string student);
}
