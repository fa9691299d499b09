package dev.meterlark.lambda.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.AnyCaller;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.net.URLDecoder;
import java.time.InstantSource;

/** Who am I: the first thing that many tools ask. */
@RestController
class StsController {

    private static final int LONGEST = 16 * 1024;
    private static final String ANSWER =
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>%s</Arn>
                <UserId>%s</UserId>
                <Account>%s</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata>
                <RequestId>%s</RequestId>
              </ResponseMetadata>
            </GetCallerIdentityResponse>
            """;

    private final InstantSource clock;

    StsController(InstantSource clock) {
        this.clock = clock;
    }

    /** The body is read as it is: a form that the container read before could not be signed. */
    @PostMapping("/")
    @AnyCaller(because = "AWS tells everybody who they are, whatever they may do")
    void act(Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String action = action(new String(request.getInputStream().readNBytes(LONGEST), UTF_8));
        if (!action.equals("GetCallerIdentity")) {
            throw LambdaException.of(
                    400,
                    "InvalidAction",
                    "The action %s is not offered here; offered: GetCallerIdentity"
                            .formatted(action.matches("[A-Za-z]{1,64}") ? action : "asked for"));
        }
        Identity identity = Identity.of(caller);
        String id = InvocationId.at(clock.instant()).toString();
        byte[] body =
                ANSWER.formatted(identity.arn(), identity.userId(), identity.account(), id)
                        .getBytes(UTF_8);
        response.setHeader("x-amzn-RequestId", id);
        response.setContentType("text/xml");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String action(String form) {
        for (String pair : form.split("&")) {
            if (pair.startsWith("Action=")) {
                try {
                    return URLDecoder.decode(pair.substring("Action=".length()), UTF_8);
                } catch (IllegalArgumentException e) {
                    return "";
                }
            }
        }
        return "";
    }
}
