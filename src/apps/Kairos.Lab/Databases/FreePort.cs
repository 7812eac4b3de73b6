using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Kairos.Lab.Databases;

/// <summary>Ports that nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>
    /// One below the range from which systems take the ports of outgoing connections: a server that is stopped for a
    /// while finds it free again.
    /// </summary>
    internal static int Find()
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(15_000, 32_000);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Taken: the next throw of the dice.
            }
        }
    }
}
