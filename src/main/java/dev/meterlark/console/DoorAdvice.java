package dev.meterlark.console;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

@ControllerAdvice(annotations = Door.class)
class DoorAdvice {

    @ModelAttribute("theme")
    @Nullable String theme(HttpServletRequest request) {
        return Theme.of(request);
    }

    @ModelAttribute("url")
    String url(HttpServletRequest request) {
        return Address.of(request);
    }
}
