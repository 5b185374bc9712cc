// Streamlit's own English words in Vietnamese, and the one step from the sign-in room to the cookie.
// Texts that come from our program stand in markdown, labels and alerts: only Streamlit's furniture is touched.
(() => {
  "use strict";

  // Our server stands at the root: without this a deep link first asks below itself, twice in vain.
  window.__streamlit = { BACKEND_BASE_URL: `${location.origin}/` };

  const VIETNAMESE = {
    // uploader
    "Upload": "Chọn tệp",
    "Add files": "Thêm tệp",
    "Browse files": "Chọn tệp",
    "Drag and drop a file here": "Kéo tệp thả vào đây",
    "Drag and drop file here": "Kéo tệp thả vào đây",
    "Drag and drop files here": "Kéo các tệp thả vào đây",
    "file upload": "tải tệp lên",
    "Remove file": "Bỏ tệp",
    "Delete": "Xóa",
    "Error uploading file": "Không tải tệp lên được",
    "Network error": "Lỗi mạng",
    "Show previous files": "Các tệp trước",
    "Show next files": "Các tệp sau",
    // choosing
    "No results": "Không có kết quả",
    "No results found": "Không có kết quả",
    "No options to select.": "Không có lựa chọn nào.",
    "No options to select": "Không có lựa chọn nào",
    "Choose an option": "Chọn",
    "Choose options": "Chọn",
    "Select all": "Chọn tất cả",
    "Clear all": "Bỏ tất cả",
    "Clear value": "Xóa giá trị",
    "Clear entry": "Xóa nội dung",
    "Open": "Mở",
    "Selected values": "Đã chọn",
    "Selectbox options": "Các lựa chọn",
    "Multiselect options": "Các lựa chọn",
    // text and numbers
    "(required)": "(bắt buộc)",
    "This field is required.": "Mục này là bắt buộc.",
    "Invalid input.": "Nội dung chưa đúng.",
    "Press Enter to apply": "Nhấn Enter để ghi nhận",
    "Press Enter to submit form": "Nhấn Enter để gửi",
    "Press Ctrl+Enter to apply": "Nhấn Ctrl+Enter để ghi nhận",
    "Press Ctrl+Enter to submit form": "Nhấn Ctrl+Enter để gửi",
    "Press ⌘+Enter to apply": "Nhấn ⌘+Enter để ghi nhận",
    "Press ⌘+Enter to submit form": "Nhấn ⌘+Enter để gửi",
    "Show password": "Hiện ký tự",
    "Hide password": "Ẩn ký tự",
    "Number is above the allowed range.": "Số lớn hơn mức cho phép.",
    "Number is below the allowed range.": "Số nhỏ hơn mức cho phép.",
    "Increment": "Tăng",
    "Decrement": "Giảm",
    "Increment value": "Tăng",
    "Decrement value": "Giảm",
    "Help": "Trợ giúp",
    // dates
    "Choose date": "Chọn ngày",
    "Choose date range": "Chọn khoảng ngày",
    "Clear date": "Xóa ngày",
    "Clear dates": "Xóa ngày",
    "Date range": "Khoảng ngày",
    "Calendar": "Lịch",
    "Next": "Sau",
    "Previous": "Trước",
    "Next month": "Tháng sau",
    "Previous month": "Tháng trước",
    "Month": "Tháng",
    "Year": "Năm",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "Dùng phím mũi tên để chuyển ngày, Enter để chọn, Esc để đóng.",
    // frame
    "Close": "Đóng",
    "Dismiss": "Đóng",
    "Cancel": "Hủy",
    "Done": "Xong",
    "Copy": "Sao chép",
    "Copied": "Đã sao chép",
    "Copy to clipboard": "Sao chép",
    "Fullscreen": "Toàn màn hình",
    "Close fullscreen": "Thoát toàn màn hình",
    "Expand sidebar": "Mở trình đơn",
    "Collapse sidebar": "Đóng trình đơn",
    "Open sidebar": "Mở trình đơn",
    "Close sidebar": "Đóng trình đơn",
    "Main menu": "Trình đơn",
    "Sidebar": "Trình đơn",
    "Sidebar": "Trình đơn",
    "Scroll tabs left": "Cuộn sang trái",
    "Scroll tabs right": "Cuộn sang phải",
    "App pages": "Các trang",
    "Header Logo": "Biểu trưng",
    "Logo": "Biểu trưng",
    "Scrollable table": "Bảng",
    "Loading...": "Đang tải…",
    "Loading": "Đang tải",
    "Running...": "Đang chạy…",
    "Please wait...": "Xin chờ…",
    "Stop": "Dừng",
    "(opens in new tab)": "(mở ở thẻ mới)",
    "View more": "Xem thêm",
    "View less": "Thu gọn",
    "View fewer": "Thu gọn",
    "More": "Thêm",
    "Notifications": "Thông báo",
    "Skip to main content": "Đến nội dung chính",
    "Link to heading": "Liên kết đến mục này",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "Địa chỉ này không có trang nào. Đang mở trang chủ.",
    // paging
    "Pagination": "Phân trang",
    "Next page": "Trang sau",
    "Previous page": "Trang trước",
    // tables
    "Search": "Tìm",
    "Type to search": "Gõ để tìm",
    "Close Search": "Đóng tìm kiếm",
    "Next Result": "Kết quả sau",
    "Previous Result": "Kết quả trước",
    "Download as CSV": "Tải CSV",
    "Show/hide columns": "Hiện, ẩn cột",
    "Sort ascending": "Xếp tăng dần",
    "Sort descending": "Xếp giảm dần",
    "Hide column": "Ẩn cột",
    "Pin column": "Ghim cột",
    "Unpin column": "Bỏ ghim cột",
    "Autosize": "Vừa nội dung",
    "Clear selection": "Bỏ chọn",
    "empty": "trống",
    // connection
    "Connecting": "Đang kết nối",
    "Connection error": "Mất kết nối",
    "Connection lost. Please wait for the app to reconnect, then try again.":
      "Mất kết nối. Hãy đợi kết nối lại rồi thử lại.",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Máy chủ chưa trả lời. Trang sẽ tự nối lại khi máy chủ hoạt động.",
    "Page not found": "Không có trang này",
    "Error": "Lỗi",
    "Error:": "Lỗi:",
  };

  const PATTERNS = [
    [/^(\d+(?:\.\d+)?)\s?MB per file(.*)$/, (m) => `Tối đa ${m[1]} MB mỗi tệp${m[2]}`],
    [/^Limit (\d+(?:\.\d+)?)\s?MB per file(.*)$/, (m) => `Tối đa ${m[1]} MB mỗi tệp${m[2]}`],
    [/^File must be (.+?)\s?MB or smaller\.?$/, (m) => `Tệp không được quá ${m[1]} MB.`],
    [/^(.+) files are not allowed\.?$/, (m) => `Không nhận tệp ${m[1]}.`],
    [/^Page (\d+)$/, (m) => `Trang ${m[1]}`],
    [/^Page (\d+) of (\d+)$/, (m) => `Trang ${m[1]} trên ${m[2]}`],
    [/^Showing page (\d+) of (\d+)$/, (m) => `Trang ${m[1]} trên ${m[2]}`],
    [/^Shortcut (.+)$/, (m) => `Phím tắt ${m[1]}`],
    [/^Remove (.+)$/, (m) => `Bỏ ${m[1]}`],
    [/^Add: (.+)$/, (m) => `Tìm: ${m[1]}`],
    [/^Select (\d+) matches$/, (m) => `Chọn ${m[1]} mục`],
    [/^Press (.+) to apply$/, (m) => `Nhấn ${m[1]} để ghi nhận`],
    [/^Press (.+) to submit form$/, (m) => `Nhấn ${m[1]} để gửi`],
  ];

  const OUTSIDE = /^Number is outside the allowed range\. Please enter a value between (.+) and (.+)\.$/;
  PATTERNS.push(
    [OUTSIDE, (m) => `Hãy nhập số từ ${m[1]} đến ${m[2]}.`],
    [/^Number is above the allowed range\. Please enter a value less than or equal to (.+)\.$/,
      (m) => `Hãy nhập số không quá ${m[1]}.`],
    [/^Number is below the allowed range\. Please enter a value greater than or equal to (.+)\.$/,
      (m) => `Hãy nhập số không dưới ${m[1]}.`],
    [/^(\d+) options? available\.$/, (m) => `Có ${m[1]} lựa chọn.`],
  );
  // An icon beside its word says nothing more: "task_alt icon" is noise to a screen reader.
  const ICON = /^[a-z0-9_]+ icon$/;

  const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt"];
  const OURS = '[data-testid="stMarkdownContainer"], [data-testid="stHtml"], [data-testid="stCode"], textarea, script, style';
  // The uploader's button and the dialogs' furniture draw their words as markdown too.
  const THEIRS = '[data-testid="stFileUploaderDropzone"], [data-testid="stDialog"]';
  const vietnamese = () => document.documentElement.lang === "vi";

  function translated(text) {
    const key = text.trim();
    if (!key || key.length > 160) return null;
    if (key.startsWith("Error: ")) {
      const rest = translated(key.slice(7));
      return rest === null ? null : text.replace(key, rest);
    }
    if (Object.hasOwn(VIETNAMESE, key)) return text.replace(key, VIETNAMESE[key]);
    for (const [pattern, say] of PATTERNS) {
      const match = key.match(pattern);
      if (match) return text.replace(key, say(match));
    }
    return null;
  }

  function nodeText(node) {
    const parent = node.parentElement;
    if (!parent || (parent.closest(OURS) && !parent.closest(THEIRS))) return;
    const better = translated(node.nodeValue);
    if (better !== null && better !== node.nodeValue) node.nodeValue = better;
  }

  function attributes(element) {
    if (ICON.test(element.getAttribute("aria-label") ?? "")) {
      element.removeAttribute("aria-label");
      element.setAttribute("aria-hidden", "true");
    }
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const better = translated(value);
      if (better !== null && better !== value) element.setAttribute(name, better);
    }
  }

  function tree(root) {
    if (root.nodeType === Node.TEXT_NODE) return nodeText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    if (vietnamese()) {
      attributes(root);
      root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join(",")).forEach(attributes);
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) nodeText(texts.currentNode);
    }
    tidy(root);
  }

  // What only a script can do: open the address that the sign-in room shows as its way on, and tell the
  // browser's password store which field is which.
  function tidy(root) {
    for (const input of root.querySelectorAll(".st-key-mc-sign-in input")) {
      const wanted = input.type === "password" ? "current-password" : "username";
      if (input.autocomplete === "off") input.autocomplete = wanted;
    }
    // A key beside a button's word belongs to its shortcuts, not to its name.
    for (const key of root.querySelectorAll("button kbd[aria-label]")) {
      const keys = key.textContent.replace(/ /g, "").replace("Ctrl", "Control");
      key.closest("button").setAttribute("aria-keyshortcuts", keys);
      key.setAttribute("aria-hidden", "true");
      key.removeAttribute("aria-label");
    }
    // The name of a slot stands on the field that takes the file: four "file upload" tell nobody apart.
    for (const zone of root.querySelectorAll('[data-testid="stFileUploaderDropzone"][aria-label]')) {
      const name = zone.getAttribute("aria-label");
      zone.querySelector('input[type="file"]')?.setAttribute("aria-label", name);
      zone.querySelector("button")?.setAttribute("aria-description", name.replace(/:\w+\[([^\]]*)\]/g, "$1"));
      zone.removeAttribute("aria-label");
    }
    const way = root.matches("a.mc-now") ? root : root.querySelector("a.mc-now");
    if (way && !way.dataset.opened) {
      way.dataset.opened = "1";
      location.assign(way.href);
    }
  }

  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(tree);
      else if (!vietnamese()) continue;
      else if (change.type === "characterData") nodeText(change.target);
      else attributes(change.target);
    }
  });
  observer.observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  tree(document.documentElement);
})();
