package dev.meterlark.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where the addresses of names come from. May block for as long as a stranger's server likes. */
public interface Names {

    /**
     * @param name absolute, without the last dot
     */
    List<InetAddress> addresses(String name) throws UnknownHostException;

    /** As this machine resolves them, without its search list and its file of hosts. */
    static Names ofTheMachine() {
        return name -> List.of(InetAddress.getAllByName(name + "."));
    }
}
