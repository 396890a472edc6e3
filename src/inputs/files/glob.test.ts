import { expect, test } from "vitest";
import { globToRegExp } from "./glob.ts";

test.each([
  ["*.jpg", ["a.jpg", "sub/b.jpg"], ["a.jpeg", "a.jpg/b"]],
  ["*.{jpg,png}", ["a.jpg", "x/y.png"], ["a.webp", "a.jpgpng"]],
  ["train/*.jpg", ["train/a.jpg"], ["train/x/a.jpg", "a.jpg", "x/train/a.jpg"]],
  ["train/**/*.jpg", ["train/a.jpg", "train/x/y/a.jpg"], ["test/a.jpg"]],
  ["**", ["a", "a/b/c.txt"], []],
  ["img_?.png", ["img_1.png"], ["img_12.png", "img_/.png"]],
  ["a+(b).t[x]t", ["a+(b).t[x]t"], ["aab.txt"]],
])("the pattern %s", (pattern, matching, others) => {
  const expression = globToRegExp(pattern);
  expect(matching.filter((path) => !expression.test(path))).toEqual([]);
  expect(others.filter((path) => expression.test(path))).toEqual([]);
});
