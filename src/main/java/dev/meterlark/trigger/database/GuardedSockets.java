package dev.meterlark.trigger.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.SocketFactory;

/**
 * Gives PostgreSQL's driver, which makes it by its name, sockets that are connected already: it
 * looks up no name, and reaches nothing but the address that was checked.
 */
public final class GuardedSockets extends SocketFactory {

    private final String run;

    /**
     * @param run by name, from {@code socketFactoryArg}
     */
    public GuardedSockets(String run) {
        this.run = run;
    }

    @Override
    public Socket createSocket() throws IOException {
        return Run.Open.named(run).connect();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket();
    }
}
