package dev.meterlark.edge;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
class SamplePages {

    private final Sessions sessions;

    SamplePages(Sessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/sign-in")
    @OpenToAnyone(because = "the form")
    @ResponseBody
    String form(CsrfToken token) {
        return token.getToken();
    }

    @GetMapping("/sample/room")
    @Access(Permission.FUNCTIONS_READ)
    @ResponseBody
    String room(Caller caller, CsrfToken token) {
        return caller.subject() + " " + token.getToken();
    }

    @PostMapping("/sample/change")
    @Access(Permission.FUNCTIONS_WRITE)
    @ResponseBody
    String change() {
        return "changed";
    }

    @PostMapping("/sample/choose")
    @Access(Permission.ACCOUNT_READ)
    @ResponseBody
    String choose(@RequestParam String account, HttpServletRequest request) {
        sessions.choose(AccountId.parse(account), request);
        return "chosen";
    }

    @PostMapping("/sample/dangerous")
    @Access(Permission.FUNCTIONS_WRITE)
    @Confirmed
    @ResponseBody
    String dangerous(@RequestParam(defaultValue = "") String what) {
        return "done: " + what;
    }

    @GetMapping("/sample/broken")
    @OpenToAnyone(because = "a test breaks it")
    @ResponseBody
    String broken() {
        throw new IllegalStateException("password=hunter2");
    }
}
