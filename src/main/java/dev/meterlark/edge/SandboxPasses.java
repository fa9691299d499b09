package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Component;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sandbox of this node a request comes from: a pass for each that has asked for something, in
 * memory only, until the sandbox ends. It says who speaks; what they may do is asked anew each
 * time.
 */
@Component
public class SandboxPasses {

    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    private final InnerListener listener;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** The function whose sandbox it is. */
    record Holder(AccountId account, FunctionId function) {}

    private record Known(byte[] secret, Holder holder) {}

    SandboxPasses(InnerListener listener) {
        this.listener = listener;
    }

    /** Where passes are taken; empty until the server has started. */
    public Optional<InetSocketAddress> address() {
        return listener.address();
    }

    /** Good until it is given back. */
    public String issue(AccountId account, FunctionId function) {
        String id = text(ID_BYTES);
        String secret = text(SECRET_BYTES);
        known.put(id, new Known(secret.getBytes(US_ASCII), new Holder(account, function)));
        return id + "." + secret;
    }

    /** A second time does nothing. */
    public void giveBack(String pass) {
        int dot = pass.indexOf('.');
        if (dot > 0) {
            known.remove(pass.substring(0, dot));
        }
    }

    Optional<Holder> holder(String pass) {
        int dot = pass.indexOf('.');
        Known found = dot < 0 ? null : known.get(pass.substring(0, dot));
        if (found == null) {
            return Optional.empty();
        }
        byte[] secret = pass.substring(dot + 1).getBytes(US_ASCII);
        return MessageDigest.isEqual(found.secret, secret)
                ? Optional.of(found.holder)
                : Optional.empty();
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
