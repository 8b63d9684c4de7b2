draw();
listen();
