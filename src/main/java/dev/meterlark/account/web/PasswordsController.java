package dev.meterlark.account.web;

import dev.meterlark.account.Origin;
import dev.meterlark.account.Passwords;
import dev.meterlark.edge.OpenToAnyone;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/password-resets")
class PasswordsController {

    private final Passwords passwords;

    PasswordsController(Passwords passwords) {
        this.passwords = passwords;
    }

    /** The same whether the address is known or not. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @OpenToAnyone(because = "whoever forgot the password cannot sign in; the answer is uniform")
    Asked ask(@RequestBody Ask ask, HttpServletRequest request) {
        passwords.requestReset(ask.email(), Origin.of(request));
        return new Asked(
                passwords.mailConfigured()
                        ? "if the address has signed up, a link is on its way to it"
                        : "this installation sends no mail yet: ask its operator for a link");
    }

    @PostMapping("/complete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenToAnyone(because = "the link's token is the credential; it stands in the body")
    void complete(@RequestBody Complete complete) {
        passwords.reset(complete.token(), complete.password());
    }

    record Ask(@Nullable String email) {}

    record Asked(String message) {}

    record Complete(@Nullable String token, @Nullable String password) {

        @Override
        public String toString() {
            return "Complete[…]";
        }
    }
}
