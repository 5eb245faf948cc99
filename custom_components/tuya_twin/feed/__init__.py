"""The Socket.IO endpoint for every screen; the only room that imports socketio."""
