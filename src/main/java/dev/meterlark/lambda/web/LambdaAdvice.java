package dev.meterlark.lambda.web;

import dev.meterlark.edge.AwsRefusals;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import java.io.IOException;

/** Writes what is refused in AWS's own words. */
@RestControllerAdvice(basePackageClasses = LambdaAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class LambdaAdvice {

    private final AwsRefusals refusals;

    LambdaAdvice(AwsRefusals refusals) {
        this.refusals = refusals;
    }

    @ExceptionHandler
    void refused(LambdaException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        refusals.write(e.error(), request, response);
    }
}
