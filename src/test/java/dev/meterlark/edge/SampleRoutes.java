package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@RestController
class SampleRoutes {

    final AtomicInteger made = new AtomicInteger();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch leave = new CountDownLatch(1);

    enum Color {
        RED,
        GREEN
    }

    record Thing(@NotBlank String name, @Max(10) int size, Color color) {}

    @GetMapping("/api/v1/sample/who")
    @Access(Permission.FUNCTIONS_READ)
    Map<String, String> who(Caller caller, ClientAddress address) {
        return Map.of("subject", caller.subject(), "address", address.toString());
    }

    @GetMapping("/api/v1/sample/open")
    @OpenToAnyone(because = "a test asks for it without a key")
    Map<String, String> open(@RequestParam(defaultValue = "1") int number, ClientAddress address) {
        return Map.of("number", String.valueOf(number), "address", address.toString());
    }

    @GetMapping("/api/v1/sample/silent")
    String silent() {
        return "nobody may read this";
    }

    @GetMapping("/api/v1/sample/broken")
    @OpenToAnyone(because = "a test breaks it")
    String broken() {
        throw new IllegalStateException("password=hunter2");
    }

    @GetMapping("/api/v1/sample/refused")
    @OpenToAnyone(because = "a test is refused")
    String refused() {
        throw new RefusedException(
                ErrorCode.FUNCTION_ERROR, "it threw", Map.of("errorType", "TypeError"));
    }

    @PostMapping("/api/v1/sample/things")
    @Access(Permission.FUNCTIONS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> make(@Valid @RequestBody Thing thing) {
        return Map.of("name", thing.name(), "made", made.incrementAndGet());
    }

    @PostMapping("/api/v1/sample/secrets")
    @Access(Permission.KEYS_MANAGE)
    @ShowsSecret
    Map<String, Object> secret() {
        return Map.of("secret", "s3cret", "made", made.incrementAndGet());
    }

    @PostMapping("/api/v1/sample/public")
    @OpenToAnyone(because = "a stranger signs up")
    Map<String, Object> stranger(@RequestBody Thing thing) {
        return Map.of("name", thing.name(), "made", made.incrementAndGet());
    }

    @PostMapping("/api/v1/sample/failing")
    @Access(Permission.FUNCTIONS_WRITE)
    Map<String, Object> failing() {
        if (made.incrementAndGet() % 2 == 1) {
            throw new IllegalStateException("once");
        }
        return Map.of("made", made.get());
    }

    @PostMapping("/api/v1/sample/slow")
    @Access(Permission.FUNCTIONS_WRITE)
    Map<String, Object> slow() throws InterruptedException {
        entered.countDown();
        leave.await();
        return Map.of("slow", true);
    }

    @PostMapping("/api/v1/sample/echo")
    @Access(Permission.FUNCTIONS_INVOKE)
    byte[] echo(@RequestBody byte[] body) {
        made.incrementAndGet();
        return body;
    }
}
