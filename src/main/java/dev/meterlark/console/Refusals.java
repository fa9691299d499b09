package dev.meterlark.console;

import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** A refusal that no page showed beside its form becomes a page of its own. */
@ControllerAdvice(annotations = {Room.class, Door.class})
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class Refusals {

    @ExceptionHandler
    ModelAndView refused(RefusedException refusal, HttpServletRequest request) {
        var page = new ModelAndView("refused");
        page.setStatus(HttpStatusCode.valueOf(refusal.code().status()));
        page.addObject("title", refusal.code().title());
        page.addObject("text", Show.sentence(refusal.publicText()));
        page.addObject("theme", Theme.of(request));
        return page;
    }
}
