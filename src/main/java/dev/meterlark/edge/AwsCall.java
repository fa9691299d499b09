package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import java.net.URI;

/**
 * A request for one of AWS's services, and who asks.
 *
 * @param request for its head; its body is in {@code body} and nowhere else
 */
public record AwsCall(Caller caller, HttpServletRequest request, AwsBody body) {

    /** Where functions ask, in their sandboxes. */
    private static final String IN_A_SANDBOX = "http://127.0.0.1:9002";

    /**
     * @throws RefusedException when the caller may not
     */
    public void require(Permission permission) {
        if (!caller.may(permission)) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    "This needs the permission %s, which these credentials do not have."
                            .formatted(permission.wireName()));
        }
    }

    /** Whether the address itself is signed, for whoever has it. */
    public boolean isPresigned() {
        return AwsRequests.isSignedInQuery(request) || AwsRequests.isSignedTheOldWay(request);
    }

    /** Scheme, host and port by which the caller calls us, for addresses in an answer. */
    public String base() {
        if (FunctionDoor.isThrough(request)) {
            return IN_A_SANDBOX;
        }
        URI asked = URI.create(request.getRequestURL().toString());
        return asked.getScheme() + "://" + asked.getRawAuthority();
    }
}
