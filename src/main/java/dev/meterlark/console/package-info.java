/**
 * Pages that span modules: layout, home, one function. Everything here can be had through the REST
 * API.
 */
@NullMarked
@ApplicationModule
package dev.meterlark.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
